using System.Reflection;
using PublicApiGenerator;

namespace Testing.PublicApi;

/// <summary>Holds what an assembly shows to its users against the approved text beside its tests.</summary>
internal static class PublicSurface
{
    public static void ShouldBeApproved(Assembly assembly)
    {
        var name = assembly.GetName().Name!;
        var approved = Repository.PathTo("tests", $"{name}.Tests", "PublicApi", $"{name}.txt");
        var received = Path.ChangeExtension(approved, ".received.txt");

        // Without the empty list the generator hides our extensions, which live in namespaces of Microsoft's.
        var surface = assembly.GeneratePublicApi(new() { IncludeAssemblyAttributes = false, DenyNamespacePrefixes = [] }).ReplaceLineEndings("\n").TrimEnd() + "\n";
        var difference = Difference(File.Exists(approved) ? File.ReadAllText(approved).ReplaceLineEndings("\n") : "", surface);
        if (difference.Length > 0)
        {
            File.WriteAllText(received, surface);
        }
        else
        {
            File.Delete(received);
        }

        difference.Should().BeEmpty($"every change of the public surface is approved by copying {received} over {approved}");
    }

    private static string Difference(string approved, string actual)
    {
        var (before, after) = (approved.Split('\n'), actual.Split('\n'));
        return approved == actual
            ? ""
            : string.Join('\n', before.Except(after).Select(line => $"- {line}").Concat(after.Except(before).Select(line => $"+ {line}")).DefaultIfEmpty("(only the order of lines)"));
    }
}
