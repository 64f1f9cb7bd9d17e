/**
 * A template expression as a tree. Offsets count UTF-16 units from the start of the whole text as it stands in JSON,
 * the opening bracket included, so that a problem can be pointed at.
 */
export type ExpressionNode = NumberNode | TextNode | NameNode | CallNode | PropertyNode | ElementNode | MinusNode;

export interface NumberNode {
  readonly kind: 'number';
  readonly value: number;
  readonly offset: number;
}
export interface TextNode {
  readonly kind: 'text';
  readonly value: string;
  readonly offset: number;
}
/** A name that is not called: `true`, `false` and `null` in any case are the only ones that mean something. */
export interface NameNode {
  readonly kind: 'name';
  readonly name: string;
  readonly offset: number;
}
export interface CallNode {
  readonly kind: 'call';
  /** As written; functions are looked up without case. */
  readonly name: string;
  readonly arguments: readonly ExpressionNode[];
  readonly offset: number;
}
export interface PropertyNode {
  readonly kind: 'property';
  readonly of: ExpressionNode;
  readonly name: string;
  readonly offset: number;
}
export interface ElementNode {
  readonly kind: 'element';
  readonly of: ExpressionNode;
  readonly index: ExpressionNode;
  readonly offset: number;
}
export interface MinusNode {
  readonly kind: 'minus';
  readonly of: ExpressionNode;
  readonly offset: number;
}
