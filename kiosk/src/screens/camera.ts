/** On the frame of every screen on which the camera stands in for a scanner. */
export interface CameraFrame {
  readonly camera?: true;
}

export type CameraIntent =
  /** The camera saw a code. Never logged. */
  | { readonly intent: 'code-seen'; readonly text: string }
  /** The browser may not use the camera, or there is none. */
  | { readonly intent: 'camera-refused' };
