using System.Text.RegularExpressions;
using Architecture.Tests.Sources;

namespace Architecture.Tests;

/// <summary>What every backend links serves any vendor's wire, and shows its users nothing.</summary>
public sealed partial class SharedHostingTests
{
    private static IReadOnlyList<string> Files => SourceFiles.Under(Repository.PathTo("src", "Shared", "Hosting"));

    [Fact]
    public void It_names_no_vendor_not_even_in_a_comment() =>
        VendorWords.In(Files).Should().BeEmpty("the door of each backend has the words of its vendor and passes them in");

    [Fact]
    public void It_has_no_public_type() =>
        Files.SelectMany(path => LinesWith(path, PublicType())).Should().BeEmpty("a public type would be in two packages under one name; it belongs into the door");

    private static IEnumerable<string> LinesWith(string path, Regex pattern) =>
        File.ReadLines(path).Where(line => pattern.IsMatch(line)).Select(line => $"{SourceFiles.Shown(path)}: {line.Trim()}");

    [GeneratedRegex(@"^public\b.*\b(class|record|struct|interface|enum|delegate)\b")]
    private static partial Regex PublicType();
}
