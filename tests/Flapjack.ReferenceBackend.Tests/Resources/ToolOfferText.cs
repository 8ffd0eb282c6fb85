using System.Text.Json;
using Flapjack.ReferenceBackend.Chat.Tools;

namespace Flapjack.ReferenceBackend.Tests.Resources;

/// <summary>Calls the tools of an offer with literal JSON.</summary>
internal static class ToolOfferText
{
    public static AgentTool Tool(this ToolOffer offer, string name) => offer.Tools.Single(tool => tool.Name == name);

    public static Task<ToolOutcome> CallAsync(this ToolOffer offer, string name, string arguments, CancellationToken cancellationToken = default)
    {
        using var json = JsonDocument.Parse(arguments);
        return offer.Tool(name).RunAsync(new("c1", name, json.RootElement.Clone()), cancellationToken);
    }

    /// <summary>The result of a call that goes well, as JSON.</summary>
    public static async Task<string> ResultAsync(this ToolOffer offer, string name, string arguments)
    {
        var outcome = await offer.CallAsync(name, arguments).Soon();
        outcome.IsError.Should().BeFalse(outcome.Result.GetRawText());
        return outcome.Result.GetRawText();
    }

    /// <summary>What a call that goes wrong tells the agent.</summary>
    public static async Task<string> ErrorAsync(this ToolOffer offer, string name, string arguments)
    {
        var outcome = await offer.CallAsync(name, arguments).Soon();
        outcome.IsError.Should().BeTrue(outcome.Result.GetRawText());
        return outcome.Result.GetProperty("error").GetString()!;
    }
}
