import type { Page } from 'playwright-core';

/** Watches what goes over a page's sockets and how many requests it makes. */
export class Traffic {
  sockets = 0;
  open = 0;
  requests: string[] = [];
  readonly sent: any[] = [];
  readonly received: any[] = [];

  constructor(page: Page) {
    page.on('websocket', (socket) => {
      this.sockets += 1;
      this.open += 1;
      socket.on('close', () => (this.open -= 1));
      socket.on('framesent', ({ payload }) => this.sent.push(JSON.parse(payload.toString())));
      socket.on('framereceived', ({ payload }) => this.received.push(JSON.parse(payload.toString())));
    });
    page.on('request', (request) => {
      if (request.method() === 'POST') this.requests.push(JSON.parse(request.postData() ?? '{}').operationName);
    });
  }

  /** @returns the subscriptions that were asked for, by the name of their document */
  get subscribed(): string[] {
    return this.sent
      .filter(({ type }) => type === 'subscribe')
      .map(({ payload }) => /subscription (\w+)/.exec(payload.query)![1]!);
  }

  isTold(name: string): boolean {
    const ids = this.sent
      .filter((each) => each.type === 'subscribe' && each.payload.query.includes(name))
      .map(({ id }) => id);
    return this.received.some(({ type, id }) => type === 'next' && ids.includes(id));
  }
}
