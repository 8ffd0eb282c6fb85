using Flapjack.ReferenceBackend;
using Flapjack.Sdk;

namespace NightlyReport;

/// <summary>What the agent says, since no real model answers here.</summary>
internal static class ReportModel
{
    public static ScriptedChatModel Create()
    {
        var model = new ScriptedChatModel();
        // The prompt of the step is "Write the report of the shop …: 3 orders, 41.5 dollars."
        model.When("Write the report")
            .WithUsage(new ChatUsage { InputTokens = 120, OutputTokens = 40 })
            .Say(request => $"Good night! {request.Text[request.Text.IndexOf("shop", StringComparison.Ordinal)..].TrimEnd('.')}. Well done.");
        return model;
    }
}
