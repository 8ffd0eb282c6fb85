namespace LocalComputers.Computers;

/// <summary>Where a computer stands in its life. The store keeps a phase by its word.</summary>
internal sealed record ComputerPhase
{
    private ComputerPhase(string word) => Word = word;

    /// <summary>There is no computer yet.</summary>
    public static ComputerPhase None { get; } = new("none");

    /// <summary>The computer is being set up.</summary>
    public static ComputerPhase Bootstrapping { get; } = new("bootstrapping");

    /// <summary>The computer runs, and takes commands.</summary>
    public static ComputerPhase Ready { get; } = new("ready");

    /// <summary>The processes were stopped because no command came for a while; the next command wakes the computer.</summary>
    public static ComputerPhase Idle { get; } = new("idle");

    /// <summary>The computer is on its way from idle or stopped to ready.</summary>
    public static ComputerPhase Waking { get; } = new("waking");

    /// <summary>The provider has stopped the processes; the next command wakes the computer.</summary>
    public static ComputerPhase Stopped { get; } = new("stopped");

    /// <summary>The bootstrap failed, or the computer broke; only a new bootstrap mends it.</summary>
    public static ComputerPhase Error { get; } = new("error");

    /// <summary>The computer's processes and files are gone; a new bootstrap makes them anew.</summary>
    public static ComputerPhase Destroyed { get; } = new("destroyed");

    public static IReadOnlyList<ComputerPhase> All { get; } = [None, Bootstrapping, Ready, Idle, Waking, Stopped, Error, Destroyed];

    public string Word { get; }

    /// <summary>The phase of a word; null when no phase has this word.</summary>
    public static ComputerPhase? Find(string word) => All.FirstOrDefault(phase => phase.Word == word);

    /// <summary>
    /// The phase of a stored word. A word that this version does not know is <see cref="Error"/>, out of which a new bootstrap leads: one damaged row, or
    /// a row of a later version, must not keep the other computers from being served.
    /// </summary>
    public static ComputerPhase OfStored(string word) => Find(word) ?? Error;

    /// <exception cref="InvalidDataException">No phase has this word.</exception>
    public static ComputerPhase Of(string word) => Find(word)
        ?? throw new InvalidDataException($"No phase of a computer is called '{word}'; this version knows {string.Join(", ", All.Select(phase => phase.Word))}.");

    public override string ToString() => Word;
}
