import { createContext, use } from 'react';

interface ChosenCommunity {
  /** Undefined: every community this staff member is assigned to. */
  readonly communityId: string | undefined;
  choose(communityId: string | undefined): void;
}

export const CommunityContext = createContext<ChosenCommunity>({ communityId: undefined, choose: () => undefined });

export function useCommunity(): ChosenCommunity {
  return use(CommunityContext);
}
