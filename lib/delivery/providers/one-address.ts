/** Nothing that a header or an envelope could read as a second recipient, a comment or a new line. */
export const oneAddress = /^[^\s@<>()[\]\\,;:"\p{C}]+@[^\s@<>()\\,;"\p{C}]+$/u;
