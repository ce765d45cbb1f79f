/** What somebody works on, whichever process they run in. A claim ends with its process. */
export interface Claims {
  claim(key: string): Promise<void>;
  release(key: string): Promise<void>;
  isClaimed(key: string): Promise<boolean>;
}
