/** The view engines that an app names by the extension of its templates: the bundler puts those here that are installed. */

export default {};
