using Flapjack.Sdk;

namespace Flapjack.AppPlatform.Tests.Dashboard;

/// <summary>A command that stops in the middle until it is told to go on.</summary>
internal sealed class HeldCommand : IAsyncDisposable
{
    private readonly FlapjackClient _client;
    private readonly string _agent;
    private readonly Task _running;
    private Task _goingOn = Task.CompletedTask;

    private HeldCommand(FlapjackClient client, string agent, Task running) => (_client, _agent, _running) = (client, agent, running);

    public static async Task<HeldCommand> StartAsync(FlapjackClient client, string agent, string first, string then)
    {
        var begun = new TaskCompletionSource();
        var command = new HeldCommand(client, agent, RunAsync(client, agent, $"{first}; until [ -e \"$HOME/gate\" ]; do sleep 0.05; done; {then}", begun));
        await begun.Task.WaitAsync(Limit.Time);
        return command;
    }

    public void GoOn() => _goingOn = _client.RunComputerAsync(_agent, new() { Command = "touch \"$HOME/gate\"" });

    public async ValueTask DisposeAsync()
    {
        GoOn();
        await _goingOn;
        await _running;
    }

    private static async Task RunAsync(FlapjackClient client, string agent, string command, TaskCompletionSource begun)
    {
        await foreach (var _ in client.ExecComputerAsync(agent, new() { Command = command }))
        {
            begun.TrySetResult();
        }
    }
}
