"""Cards as pictures (SVG): what they show, drawn for slides and mails. Pure: values in, text out."""
