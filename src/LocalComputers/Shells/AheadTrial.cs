using System.Text;
using LocalComputers.Processes;

namespace LocalComputers.Shells;

/// <summary>Tries out, once for each backend, whether a shell that was started ahead does the same as one that was started with its command.</summary>
/// <param name="names">The names of the marks that the shells carry.</param>
#pragma warning disable CA1001 // Holds nothing that needs disposal, and a shell may still wait for its turn when the backend goes.
internal sealed class AheadTrial(HostNames names)
#pragma warning restore CA1001
{
    private const int MostTries = 3;

    // Where the system never lets us write into a child, for example, no try tells anything.
    private const int MostTriesInAll = 12;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private readonly SemaphoreSlim _turn = new(1);
    private volatile bool _passed;
    private int _tries;

    /// <summary>Whether the two do not do the same here.</summary>
    public bool HasFailed { get; private set; }

    // What bash could know only if it had not read the command from where it was written.
    private string Command => $"printf '%s|' \"$-\" \"$0\" \"$#\" \"$_\" \"$?\" \"${{PIPESTATUS[*]}}\" \"$LINENO\" \"$BASH_EXECUTION_STRING\" \"${names.CommandMarker}\" \"$PWD\"; no_such_command; exit 7";

    /// <param name="like">The command for whose computer the first shell is wanted; the trial runs there.</param>
    /// <param name="stop">Ends the trial without a result.</param>
    /// <exception cref="ProcessStartException">The system refused.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task<bool> PassesAsync(ShellStart like, CancellationToken stop)
    {
        if (_passed || HasFailed)
        {
            return _passed;
        }

        await _turn.WaitAsync(stop).ConfigureAwait(false);
        try
        {
            for (var tries = 0; tries < MostTries && !_passed && !HasFailed; tries++)
            {
                stop.ThrowIfCancellationRequested();
                await TryAsync(like with { Command = Command }, stop).ConfigureAwait(false);
            }

            return _passed;
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task TryAsync(ShellStart start, CancellationToken stop)
    {
        // Both have the same id, one after the other.
        if (WaitingShell.Start(start with { Id = ShellId.Like(start.Id) }, names) is not { } ahead)
        {
            return;
        }

        var first = await SaidByAsync(ahead.Child, ahead, start, stop).ConfigureAwait(false);
        var hasBegun = ahead.HasBegun;
        await ahead.EndAsync().ConfigureAwait(false);
        start.Login!.EnsureIn(start.Folder);
        var child = start.Computer.Start(start.Id, start.Login.Before(ShellCommand.StartOf(start, names), start.Folder.Login));
        var second = await SaidByAsync(child, null, start, stop).ConfigureAwait(false);
        await child.DisposeAsync().ConfigureAwait(false);
        start.Computer.Ended(start.Id);
        if (first.Exit is { Signal: null } && second.Exit is { ExitCode: 7 })
        {
            _passed = hasBegun && first == second;
            HasFailed = !_passed;
        }
        else if (!stop.IsCancellationRequested)
        {
            // One of them was ended, or took too long, or did not get its command. That tells nothing, and is likely to go by.
            HasFailed = ++_tries == MostTriesInAll;
        }
    }

    private static async Task<(string Text, ProcessExit? Exit)> SaidByAsync(
        ChildProcess child, WaitingShell? ahead, ShellStart start, CancellationToken stop)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(stop);
        patience.CancelAfter(Patience);
        try
        {
            if (ahead is not null && !await HandOverAsync(ahead, start, patience.Token).ConfigureAwait(false))
            {
                return ("", null);
            }

            var said = await Task.WhenAll(ReadAsync(child.StandardOutput, patience.Token), ReadAsync(child.StandardError, patience.Token)).ConfigureAwait(false);
            return (said[0] + '\0' + said[1], await child.Exited.WaitAsync(patience.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            return ("", null);
        }
    }

    private static async Task<bool> HandOverAsync(WaitingShell ahead, ShellStart start, CancellationToken patience)
    {
        while (!ahead.Shorten())
        {
            await Task.Delay(Pause, TimeProvider.System, patience).ConfigureAwait(false);
        }

        return ahead.HandOver(start, _ => true);
    }

    private static async Task<string> ReadAsync(PipeReadEnd pipe, CancellationToken patience)
    {
        var text = new StringBuilder();
        var buffer = new byte[1024];
        while (await pipe.ReadAsync(buffer, patience).ConfigureAwait(false) is var count and > 0)
        {
            text.Append(Encoding.Latin1.GetString(buffer, 0, count));
        }

        return text.ToString();
    }
}
