using PublicApiGenerator;

namespace Flapjack.Sdk.AspNetCore.Tests.PublicApi;

public sealed class PublicApiTests
{
    private static readonly string Folder = Repository.PathTo("tests", "Flapjack.Sdk.AspNetCore.Tests", "PublicApi");

    [Fact]
    public void The_public_surface_is_the_approved_one()
    {
        var approved = Path.Combine(Folder, "Flapjack.Sdk.AspNetCore.txt");
        var received = Path.Combine(Folder, "Flapjack.Sdk.AspNetCore.received.txt");
        var surface = typeof(FlapjackWebhookOptions).Assembly.GeneratePublicApi(new() { IncludeAssemblyAttributes = false, DenyNamespacePrefixes = [] })
            .ReplaceLineEndings("\n").TrimEnd() + "\n";

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
