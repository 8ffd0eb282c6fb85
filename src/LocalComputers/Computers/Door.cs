using LocalComputers.Computers.Bootstrap;
using LocalComputers.Computers.Exec;
using LocalComputers.Journals;
using LocalComputers.Storage;
using LocalComputers.Telemetry;

namespace LocalComputers.Computers;

/// <summary>What the engine asks of the door in front of it, which speaks a vendor's wire, and what the engine tells the door.</summary>
internal sealed record Door
{
    /// <summary>Makes the format of a journal's frames, by what stands before the number in their ids.</summary>
    public required Func<string, FrameFormat> NewFormat { get; init; }

    /// <summary>Says what commands say.</summary>
    public required ExecWords Execs { get; init; }

    /// <summary>Says what bootstraps say.</summary>
    public required BootstrapWords Bootstraps { get; init; }

    /// <summary>The spans and the measurements, in the words of the door.</summary>
    public required EngineTelemetry Telemetry { get; init; }

    /// <summary>On whose behalf the engine does what nobody has asked for.</summary>
    public required Actor Self { get; init; }

    /// <summary>
    /// Refuses, by an exception, a command that would exceed a limit now, and counts nothing. It is asked before a file is made for the command,
    /// so that a refused command costs none; <see cref="Admit"/> decides. It is told the organization and the agent; null to refuse nothing early.
    /// </summary>
    public Action<string, string>? CheckLimits { get; init; }

    /// <summary>Admits each command; null to admit all.</summary>
    public required Admit? Admit { get; init; }

    /// <summary>Told of every move of a computer whose agent is there, as part of that change.</summary>
    public required Action<StoreSession, ComputerMoved> ComputerMoved { get; init; }

    /// <summary>Told of every command that is taken on, before it starts; it must not throw, and return at once. Null for nobody.</summary>
    public Action<CommandTaken>? CommandTaken { get; init; }

    /// <summary>Told of every command that has ended, before its readers are; it must not throw.</summary>
    public required Action<CommandEnded> CommandEnded { get; init; }

    /// <summary>
    /// Whether a folder beside those of the computers belongs to the door, by the folder's name. Its files stay at a start, when the files that belong to nobody
    /// are removed; its processes end as those of a computer do. Null if the door has no such folder.
    /// </summary>
    public Func<string, bool>? OwnsFolder { get; init; }

    /// <summary>Called every minute, when the computers have been swept.</summary>
    public required Action Swept { get; init; }
}
