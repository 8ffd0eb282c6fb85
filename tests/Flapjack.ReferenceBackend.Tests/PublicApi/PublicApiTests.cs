using Flapjack.Sdk.Tests;
using PublicApiGenerator;

namespace Flapjack.ReferenceBackend.Tests.PublicApi;

public sealed class PublicApiTests
{
    private static readonly string Folder = Repository.PathTo("tests", "Flapjack.ReferenceBackend.Tests", "PublicApi");

    [Fact]
    public void The_public_surface_is_the_approved_one()
    {
        var approved = Path.Combine(Folder, "Flapjack.ReferenceBackend.txt");
        var received = Path.Combine(Folder, "Flapjack.ReferenceBackend.received.txt");
        var surface = typeof(FlapjackBackend).Assembly.GeneratePublicApi(new() { IncludeAssemblyAttributes = false }).ReplaceLineEndings("\n").TrimEnd() + "\n";

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
