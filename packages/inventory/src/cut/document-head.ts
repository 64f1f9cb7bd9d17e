/** Where in the members of a document, before and behind its list, the cutter is. */
export function documentHead() {
  return {
    /** 1: in the document; 2: in its `data`, an object. */
    level: 1,
    expectsKey: true,
    key: '',
    textFrom: 0,
    hasId: false,
    isInContainer: false,
    reset() {
      this.level = 1;
      this.expectsKey = true;
      this.key = '';
      this.hasId = false;
      this.isInContainer = false;
    },
    afterList() {
      this.expectsKey = false;
      this.key = '';
      this.isInContainer = false;
    },
  };
}
