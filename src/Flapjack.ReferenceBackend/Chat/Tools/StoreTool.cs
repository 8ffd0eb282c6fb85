using System.Text.Json;
using LocalComputers.Storage;
using Shared.Hosting.Bodies;
using Shared.Hosting.Refusals;

namespace Flapjack.ReferenceBackend.Chat.Tools;

/// <summary>
/// Makes tools that only read and change what the backend stores. The arguments are read as the bodies of requests are, so the same rules hold for an
/// agent as for an app. What the rules refuse becomes an outcome that tells the agent.
/// </summary>
internal static class StoreTool
{
    /// <param name="name">The name by which the model calls the tool.</param>
    /// <param name="description">What the model is told of it.</param>
    /// <param name="parameters">The JSON schema of its arguments, as text.</param>
    /// <param name="run">Runs a call. A <see cref="Refusal"/> of another kind than <see cref="RefusalKind.Invalid"/> says itself what the agent can do.</param>
    public static AgentTool Of(string name, string description, string parameters, Func<BodyReader, ToolOutcome> run) =>
        new(name, description, JsonElement.Parse(parameters), (call, cancellationToken) =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Task.FromResult(Answer(call, run));
        });

    private static ToolOutcome Answer(AgentToolCall call, Func<BodyReader, ToolOutcome> run)
    {
        try
        {
            return run(new(call.Arguments));
        }
        catch (Refusal refusal)
        {
            return ToolOutcome.Error(refusal.Kind == RefusalKind.Invalid ? $"{refusal.Message} Correct the arguments and call {call.Name} again." : refusal.Message);
        }
        catch (StoreException failure)
        {
            return ToolOutcome.Error(failure.ForCallers);
        }
    }
}
