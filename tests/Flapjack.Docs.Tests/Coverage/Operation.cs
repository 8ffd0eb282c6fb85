using System.Text.RegularExpressions;

namespace Flapjack.Docs.Tests.Coverage;

/// <summary>A method and a path, in which each id is <c>{}</c>, so that two documents that name an id differently mean the same operation.</summary>
public readonly partial record struct Operation(string Method, string Path)
{
    public static Operation Of(string method, string path) => new(method.Trim(), Id().Replace(path.Trim(), "{}"));

    public override string ToString() => $"{Method} {Path}";

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Id();
}
