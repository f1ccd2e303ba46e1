import { type FieldProblem, InvalidFieldsError } from '../graphql/public-error.js';
import { InputValidationPipe } from '../graphql/validation.js';
import { SubmitClaimInput } from './submit-claim.input.js';

const validation = new InputValidationPipe();

/**
 * Holds something to the rules of SubmitClaimInput, the same for the API and for files.
 *
 * @param value an object, as JSON has it
 * @returns the submission, or what is wrong with its fields
 */
export async function checkSubmission(value: object): Promise<SubmitClaimInput | readonly FieldProblem[]> {
  try {
    return (await validation.transform(value, { type: 'body', metatype: SubmitClaimInput })) as SubmitClaimInput;
  } catch (error) {
    if (!(error instanceof InvalidFieldsError)) throw error;
    return error.fields;
  }
}
