using System.Text;
using LocalComputers.Processes;

namespace LocalComputers.Shells;

/// <summary>A login shell that has read its files and waits for its command. It is <c>bash -lc</c> itself, with a place-holder for the command.</summary>
/// <remarks>
/// Bash reads the text of <c>-c</c> only behind the login files, from where the system has put its arguments. So the command is written there, over the
/// place-holder, while the shell waits at its gate. From then on nothing tells this shell from one that was started with the command: neither what bash
/// knows of itself nor what the process table shows. Only its start time is earlier, and behind its arguments are bytes of 0.
/// It may be ended before it has begun, also by a signal that somebody sent long before: bash looks at signals only between two steps of its own. So it
/// answers when it has read its command, as the last thing before that begins. One that ends without an answer has run nothing of the command.
/// </remarks>
internal sealed class WaitingShell
{
    /// <summary>The longest command that it can take, in bytes: with the id in front of it, its gate takes it at once or not at all.</summary>
    public const int MaxBytes = 4000;

    private const int MostVariables = 64 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly byte[] FirstArguments = Encoding.UTF8.GetBytes(string.Join('\0', ShellCommand.BeforeCommand) + '\0');

    // If it ever ran, which needs a bash that does not do as described, it would do nothing but say so.
    private static readonly byte[] Harmless = "exit 125 # waits for a command"u8.ToArray();
    private static readonly byte[] Whole = [.. Harmless, .. Enumerable.Repeat((byte)' ', MaxBytes - Harmless.Length)];
    private static readonly byte[] Short = [.. Harmless, .. new byte[MaxBytes - Harmless.Length]];

    private readonly ShellStart _like;
    private readonly LoginStamp _stamp;
    private readonly HostNames _names;
    private bool _isShort;

    private WaitingShell(ShellStart like, LoginStamp stamp, PosixChildProcess child, HostNames names)
    {
        _like = like;
        _stamp = stamp;
        _names = names;
        Child = child;
    }

    public PosixChildProcess Child { get; }

    /// <summary>The id that it has until it gets its command's.</summary>
    public string Id => _like.Id;

    public ComputerProcesses Computer => _like.Computer;

    /// <summary>Whether it has begun with the command that it was given, or is about to: all that happens to it from then on happens to the command.</summary>
    public bool HasBegun => Child.Gate!.HasAnswered();

    /// <summary>Whether it, or a file that it has read, has already said something; a command would seem to have said that.</summary>
    public bool HasSpoken => Child.StandardOutput.Available > 0 || Child.StandardError.Available > 0;

    /// <summary>Starts a shell for a command that is like this one but for its text and its id.</summary>
    /// <returns>Null where a shell has to be started with its command.</returns>
    /// <exception cref="ProcessStartException">The system refused.</exception>
    /// <exception cref="IOException">The login files can't be written.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not write the login files.</exception>
    public static WaitingShell? Start(ShellStart like, HostNames names)
    {
        like.Login!.EnsureAheadIn(like.Folder);
        var stamp = LoginStamp.Of(like.Folder, like.WorkingDirectory);
        if (!like.Login.IsAllThatRunsIn(like.Folder))
        {
            return null;
        }

        var start = like.Login.Before(ShellCommand.StartOf(like with { Command = Encoding.UTF8.GetString(Whole) }, names), like.Folder.LoginAhead) with { KeepsGate = true };
        var child = like.Computer.StartAhead(like.Id, start);
        return child is PosixChildProcess { Gate: not null } posix ? new(like, stamp, posix, names) : throw new ProcessStartException("There is no gate here.");
    }

    /// <summary>Takes the padding out of what the process table shows, once the shell has begun.</summary>
    /// <returns>False while it has not, and if it can't be done at all.</returns>
    public bool Shorten()
    {
        if (_isShort)
        {
            return true;
        }

        return _isShort = ChildMemory.Of(Child.Id) is { } memory && HoldsInPlace(memory, Whole) && memory.Write(memory.Arguments + (ulong)FirstArguments.Length, Short);
    }

    /// <summary>Whether the shell that was started for a command like this one can take this one.</summary>
    public bool Suits(ShellStart start) =>
        start.Command.Length > 0
        && Encoding.UTF8.GetByteCount(start.Command) <= MaxBytes
        && start.Id.Length == Id.Length
        && start.WorkingDirectory == _like.WorkingDirectory
        && start.Login is { } login && login.IsLike(_like.Login!)
        && start.Environment.Count == _like.Environment.Count
        && start.Environment.All(variable => _like.Environment.TryGetValue(variable.Key, out var value) && value == variable.Value);

    /// <summary>Whether a shell that started now would be the same as this shell.</summary>
    public bool IsFresh() => !Child.Exited.IsCompleted && _stamp.Holds();

    /// <summary>Gives it its command, and lets it go. It may be ended before it has begun; see <see cref="HasBegun"/>.</summary>
    /// <param name="start">The command, with its id and its place in a trace.</param>
    /// <param name="setMark">Gives the process the mark of the command; returns whether it could.</param>
    /// <returns>False if that failed: the command has not begun, and this shell can only be ended.</returns>
    public bool HandOver(ShellStart start, Func<int, bool> setMark)
    {
        // A shell that somebody has stopped would not begin.
        if (!Shorten() || ChildMemory.Of(Child.Id) is not { IsHalted: false } memory || !HoldsInPlace(memory, Short))
        {
            return false;
        }

        Span<byte> text = stackalloc byte[MaxBytes];
        var length = Encoding.UTF8.GetBytes(start.Command, text);
        text[length..].Clear();
        var (traceParent, traceState) = start.TraceVariables;
        return MarkerIn(memory) is { } marker
            && setMark(Child.Id)
            && memory.Write(marker, Encoding.UTF8.GetBytes(start.Id))
            && memory.Write(memory.Arguments + (ulong)FirstArguments.Length, text)
            && Child.Gate!.SendLast([.. Encoding.UTF8.GetBytes($"{start.Id}\n{traceParent}\n{traceState}\n"), .. text[..length]]);
    }

    /// <summary>Ends it.</summary>
    public async Task EndAsync()
    {
        // It has no jobs in groups of their own, so nobody needs to look for those among all processes of the machine.
        Child.KillGroup();
        await ((Task)Child.Exited).WaitAsync(Patience, TimeProvider.System).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Child.DisposeAsync().ConfigureAwait(false);
        Computer.Ended(Id);
    }

    private static bool HoldsInPlace(ChildMemory memory, byte[] placeHolder)
    {
        var all = new byte[FirstArguments.Length + MaxBytes + 1];
        return memory.ArgumentsEnd - memory.Arguments == (ulong)all.Length
            && memory.Read(memory.Arguments, all)
            && all.AsSpan().StartsWith(FirstArguments)
            && all.AsSpan(FirstArguments.Length, MaxBytes).SequenceEqual(placeHolder)
            && all[^1] == 0;
    }

    /// <summary>Where the id is in the variables that the process was started with.</summary>
    private ulong? MarkerIn(ChildMemory memory)
    {
        if (memory.VariablesEnd - memory.Variables is not (> 0 and < MostVariables and var length))
        {
            return null;
        }

        var all = new byte[length];
        var variable = Encoding.UTF8.GetBytes($"\0{_names.CommandMarker}={Id}\0");
        return memory.Read(memory.Variables, all) && all.AsSpan().IndexOf(variable) is >= 0 and var found
            ? memory.Variables + (ulong)(found + variable.Length - 1 - Id.Length)
            : null;
    }
}
