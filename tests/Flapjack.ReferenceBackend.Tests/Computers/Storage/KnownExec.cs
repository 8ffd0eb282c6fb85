using Flapjack.ReferenceBackend.Tests.Api;

namespace Flapjack.ReferenceBackend.Tests.Computers.Storage;

/// <summary>A command that was sent, and what its caller has read of it.</summary>
/// <param name="name">Its own: the files that it writes are named after it, and so is its key.</param>
/// <param name="command">What was sent.</param>
/// <param name="exitCode">How it ends if nobody disturbs it.</param>
internal sealed class KnownExec(string name, string command, int exitCode)
{
    public string Key => name;

    public string Body { get; } = $$"""{"command":{{TestBackend.Quoted(command)}},"timeoutSec":3600}""";

    public int ExitCode => exitCode;

    /// <summary>Every run of it adds a line to this file of its HOME.</summary>
    public string Runs => name + ".runs";

    /// <summary>When this file is in its HOME, it does not sleep, however long it was to.</summary>
    public string Gate => name + ".go";

    /// <summary>The last it says, before it exits.</summary>
    public string LastLine => $"end-{name}";

    /// <summary>Its id; null as long as no caller has read it.</summary>
    public string? Id { get; private set; }

    /// <summary>The frames that were read, as they came.</summary>
    public string Read { get; private set; } = "";

    /// <summary>The last frame; null as long as nobody has read it.</summary>
    public SseFrame? End { get; private set; }

    public bool IsStopAsked { get; set; }

    public void Saw(SseFrame frame)
    {
        Read += frame.Text + "\n\n";
        if (frame.Event == "exec_started")
        {
            Id = frame.Data.GetProperty("execId").GetString();
        }
        else if (frame.Event is "exit" or "error")
        {
            End = frame;
        }
    }
}
