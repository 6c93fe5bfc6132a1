/** Whether a proxy stands alone, or is one of several for which a supervisor speaks. */
export interface Role {
  readonly isAlone: boolean;
  /** Whether it begins with what was kept of a cache. */
  readonly restoresCache: boolean;
  /** Whether it keeps its own; asked at the end. */
  readonly keepsCache: () => boolean;
}

export const ALONE: Role = { isAlone: true, restoresCache: true, keepsCache: () => true };
