/** Which of the 468 mesh points is what (MediaPipe's canonical face model); left and right are the person's own. */

/** Outer and inner corner of each eye. */
export const RIGHT_EYE_CORNERS = [33, 133] as const;
export const LEFT_EYE_CORNERS = [263, 362] as const;

/** Outer border of the lips as a closed polygon, from the person's right corner along the upper lip: 20 points. */
export const LIPS = [61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 375, 321, 405, 314, 17, 84, 181, 91, 146] as const;

/** Outline of the face as a closed polygon, from the top of the forehead clockwise in the picture: 36 points. */
export const FACE_OVAL = [
  10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149, 150, 136, 172, 58, 132, 93,
  234, 127, 162, 21, 54, 103, 67, 109,
] as const;

/** Jaw, cheeks and the upper border of the brows as a closed polygon, from the left brow's inner end clockwise in the picture: 33 points. */
export const BROWS_TO_CHIN = [
  336, 296, 334, 293, 300, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127,
  70, 63, 105, 66, 107,
] as const;

/**
 * Order in which the first 16 points of an eye's contour make a closed polygon:
 * 0..8 run along the lower lid from the outer to the inner corner, 9..15 along the upper lid from the outer to the inner side.
 */
export const EYELID_RING = [0, 1, 2, 3, 4, 5, 6, 7, 8, 15, 14, 13, 12, 11, 10, 9] as const;
