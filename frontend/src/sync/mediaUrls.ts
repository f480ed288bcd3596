/** Where a video's pictures are; reading them is left to what shows them. */

export function proxyUrl(videoId: number): string {
  return new URL(`/api/videos/${videoId}/proxy.mp4`, location.href).href;
}

export function stillUrl(videoId: number, frame: number): string {
  return `/api/videos/${videoId}/frames/${frame}.jpg`;
}
