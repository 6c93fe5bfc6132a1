import { resolve } from 'node:path';
import ts from 'typescript';

/**
 * The types of this package that an entry's exported names mention and that the entry does not
 * export itself: whoever uses the library could not name them.
 *
 * @param entry a declaration file, such as `dist/index.d.ts`
 * @param others entries whose exports can be named too
 * @returns `exported name: type it mentions`, sorted
 */
export function leakedTypes(entry: string, others: readonly string[] = []): string[] {
  const program = ts.createProgram({
    rootNames: [entry, ...others],
    options: { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext },
  });
  const checker = program.getTypeChecker();
  const home = resolve('dist');
  const exported = exportsOf(entry);
  const nameable = new Set([...exported, ...others.flatMap(exportsOf)]);
  const leaks = new Set<string>();
  for (const symbol of exported) {
    for (const declaration of symbol.declarations ?? []) visit(declaration, symbol.name);
  }
  return [...leaks].sort();

  function exportsOf(file: string): ts.Symbol[] {
    const source = program.getSourceFile(file);
    const module = source && checker.getSymbolAtLocation(source);
    if (module === undefined) throw new Error(`${file} exports nothing`);
    return checker.getExportsOfModule(module).map(unaliased);
  }

  function unaliased(symbol: ts.Symbol): ts.Symbol {
    return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  }

  function visit(node: ts.Node, from: string): void {
    const named = nameIn(node);
    const found = named && checker.getSymbolAtLocation(named);
    const symbol = found && unaliased(found);
    if (symbol !== undefined && isOurs(symbol) && !nameable.has(symbol)) {
      leaks.add(`${from}: ${symbol.name}`);
    }
    ts.forEachChild(node, (child) => visit(child, from));
  }

  function isOurs(symbol: ts.Symbol): boolean {
    const [declaration] = symbol.declarations ?? [];
    if (declaration === undefined || ts.isTypeParameterDeclaration(declaration)) return false;
    return resolve(declaration.getSourceFile().fileName).startsWith(home);
  }
}

/** The name that a node mentions, if it mentions a type. */
function nameIn(node: ts.Node): ts.Node | undefined {
  if (ts.isTypeReferenceNode(node)) return node.typeName;
  if (ts.isExpressionWithTypeArguments(node)) return node.expression;
  if (ts.isTypeQueryNode(node)) return node.exprName;
  if (ts.isImportTypeNode(node)) return node.qualifier;
  return undefined;
}
