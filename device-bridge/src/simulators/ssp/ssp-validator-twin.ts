import { ValidatorTwin, type ValidatorTwinOptions } from '../validator/validator-twin.ts';
import { SspUnit } from './unit.ts';

/** A bill validator on a plain SSP line. */
export class SspValidatorTwin extends ValidatorTwin {
  constructor(options: ValidatorTwinOptions) {
    super('ssp', (parts) => new SspUnit(parts), options);
  }
}
