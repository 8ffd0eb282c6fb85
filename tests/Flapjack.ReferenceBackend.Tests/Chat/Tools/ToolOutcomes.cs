using Flapjack.ReferenceBackend.Chat.Tools;

namespace Flapjack.ReferenceBackend.Tests.Chat.Tools;

/// <summary>Reads what tools answered.</summary>
internal static class ToolOutcomes
{
    /// <summary>What went wrong, as the agent is told.</summary>
    public static string Error(this ToolOutcome outcome)
    {
        outcome.IsError.Should().BeTrue(outcome.Result.GetRawText());
        return outcome.Result.GetProperty("error").GetString()!;
    }

    /// <summary>The JSON of a call that went well.</summary>
    public static string Json(this ToolOutcome outcome)
    {
        outcome.IsError.Should().BeFalse(outcome.Result.GetRawText());
        return outcome.Result.GetRawText();
    }
}
