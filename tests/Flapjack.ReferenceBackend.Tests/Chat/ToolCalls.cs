using System.Text.Json;
using Flapjack.ReferenceBackend.Chat.Tools;

namespace Flapjack.ReferenceBackend.Tests.Chat;

/// <summary>Offers and calls the tools of a source as a turn does.</summary>
internal static class ToolCalls
{
    public const string CallId = "call-1";

    /// <summary>The names of the tools that a source offers.</summary>
    public static async Task<string[]> NamesAsync(this IToolSource source, TurnScope turn)
    {
        await using var offer = await source.OfferAsync(turn, CancellationToken.None);
        return [.. offer.Tools.Select(tool => tool.Name)];
    }

    /// <summary>Calls a tool that a source offers.</summary>
    public static async Task<ToolOutcome> CallAsync(
        this IToolSource source, TurnScope turn, string tool, string arguments, CancellationToken cancellationToken = default)
    {
        await using var offer = await source.OfferAsync(turn, cancellationToken);
        return await offer.Tools.Single(offered => offered.Name == tool).RunAsync(new(CallId, tool, JsonElement.Parse(arguments)), cancellationToken);
    }

    /// <summary>What a tool answered, which must be no error.</summary>
    public static JsonElement Answer(this ToolOutcome outcome)
    {
        outcome.IsError.Should().BeFalse(outcome.Result.GetRawText());
        return outcome.Result;
    }

    /// <summary>What a tool that went wrong told the agent.</summary>
    public static string Fault(this ToolOutcome outcome)
    {
        outcome.IsError.Should().BeTrue(outcome.Result.GetRawText());
        return outcome.Result.GetProperty("error").GetString()!;
    }
}
