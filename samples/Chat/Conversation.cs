using Flapjack.Sdk;

namespace Chat;

/// <summary>Reads what the user types and sends it, until the input ends, the user types /exit, or presses Ctrl+C while no answer comes.</summary>
internal sealed class Conversation(ChatSession session, Screen screen)
{
    private readonly TaskCompletionSource<string?> _left = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async Task RunAsync()
    {
        // This session has no window, so its listeners are called on the thread pool, one at a time.
        session.Changed += Show;
        Console.CancelKeyPress += Interrupt;
        try
        {
            Console.WriteLine("Try: Where is order 7? · What computer do you have? · Make a plan, then /approve · Tell me a story, and press Ctrl+C · /exit");
            while (await ReadAsync() is { } line and not "/exit")
            {
                await AnswerAsync(line.Trim());
            }
        }
        finally
        {
            Console.CancelKeyPress -= Interrupt;
            session.Changed -= Show;
        }
    }

    private async Task AnswerAsync(string line)
    {
        if (line.Length == 0)
        {
            return;
        }

        if (line != "/approve")
        {
            await session.SendAsync(line);
        }
        else if (session.Plan is not null)
        {
            await session.ApprovePlanAsync();
        }
        else
        {
            await session.AddSystemMessageAsync(ChatSystemIcon.Error, "There is no plan to approve", sendToAgent: false);
        }

        // The plan may have changed just before the answer ended, and the prompt should stand below it.
        await session.FetchPlanAsync();
        screen.Show(session.Snapshot);
    }

    private async Task<string?> ReadAsync()
    {
        if (_left.Task.IsCompleted)
        {
            return null;
        }

        screen.Prompt();
        // The console can't be read in a way that ends early. A read that nobody waits for any more ends with the process.
        var line = await await Task.WhenAny(Task.Run(Console.ReadLine), _left.Task);
        screen.Typed(line);
        return line;
    }

    private void Show(object? sender, EventArgs e) => screen.Show(session.Snapshot);

    private void Interrupt(object? sender, ConsoleCancelEventArgs e)
    {
        e.Cancel = true;
        if (session.IsStreaming)
        {
            _ = session.StopAsync();
        }
        else
        {
            _left.TrySetResult(null);
        }
    }
}
