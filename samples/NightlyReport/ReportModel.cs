using Flapjack.ReferenceBackend;
using Flapjack.Sdk;

namespace NightlyReport;

/// <summary>What the agent says, since no real model answers here.</summary>
internal static class ReportModel
{
    public static ScriptedChatModel Create()
    {
        var model = new ScriptedChatModel();
        // The prompt of the step is "Write the report of Pancake House: 3 orders, 41.50 dollars."
        const string Task = "Write the report of ";
        model.When(Task)
            .WithUsage(new ChatUsage { InputTokens = 120, OutputTokens = 40 })
            .Say(request => $"A good day! {request.Text[Task.Length..]} Sleep well.");
        return model;
    }
}
