namespace Flapjack.ReferenceBackend;

/// <summary>How much of the machine the processes of a computer see.</summary>
public enum ComputerIsolation
{
    /// <summary>All that the user of this process sees; a command can do whatever that user can. The default.</summary>
    None,

    /// <summary>
    /// Each command runs inside <c>bubblewrap</c>: mount, PID, IPC and UTS namespaces of its own, and no capabilities. <c>/workspace</c>
    /// and <c>/home/flapjack</c> are the computer's; of the host's files only programs and what they need are there, read-only.
    /// Linux only; needs bubblewrap and coreutils 8.31.
    /// </summary>
    /// <remarks>
    /// It keeps a command from the host's files, processes and secrets. It is no security boundary against a determined attacker: the kernel
    /// is shared, and under root it is root, without capabilities, who runs there. A command sees its own processes only, not those that an
    /// earlier one left running.
    /// </remarks>
    Bubblewrap,
}
