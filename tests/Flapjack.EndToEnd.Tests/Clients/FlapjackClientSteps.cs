using Flapjack.Sdk;

namespace Flapjack.EndToEnd.Tests;

/// <summary>Steps that many tests take.</summary>
internal static class FlapjackClientSteps
{
    /// <summary>Creates an agent and waits for its computer.</summary>
    public static async Task<string> CreateReadyAsync(this FlapjackClient client, CreateAgentFromTemplateRequest request)
    {
        var created = await client.CreateAgentFromTemplateAsync(request, Limit.Token);
        await foreach (var _ in client.StreamBootstrapAsync(created.Agent.Id, Limit.Token))
        {
            // To its end: a backend without our additions caches for ten seconds what a status tells before.
        }

        await client.WaitUntilComputerReadyAsync(created.Agent.Id, Limit.Token);
        return created.Agent.Id;
    }

    public static Task<ComputerExecResult> RunAsync(this FlapjackClient client, string agentId, string command) =>
        client.RunComputerAsync(agentId, new() { Command = command }, Limit.Token);

    /// <summary>The next chunk on standard output, whatever else comes before it.</summary>
    public static async Task<string> NextStdoutAsync(this IAsyncEnumerator<ComputerExecEvent> events)
    {
        while (await events.MoveNextAsync().AsTask().WaitAsync(Limit.Time))
        {
            if (events.Current is ExecStdoutEvent output)
            {
                return output.Chunk;
            }
        }

        throw new InvalidOperationException("The stream ended before it brought any output.");
    }

    /// <summary>Reads on to the end, and returns the last event.</summary>
    public static async Task<ComputerExecEvent> LastAsync(this IAsyncEnumerator<ComputerExecEvent> events)
    {
        var last = events.Current;
        while (await events.MoveNextAsync().AsTask().WaitAsync(Limit.Time))
        {
            last = events.Current;
        }

        return last;
    }
}
