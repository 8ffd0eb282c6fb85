namespace Flapjack.Sdk;

/// <summary>A command to run on a computer.</summary>
/// <remarks><c>POST /api/agents/{agentId}/computer/exec</c></remarks>
public record ExecComputerOptions
{
    /// <summary>The shell command; it runs as <c>bash -lc</c> and may have many lines. Required, not blank.</summary>
    public required string Command { get; init; }

    /// <summary>
    /// How long the command may run before the service kills it; it is sent in whole seconds, rounded up.
    /// More than zero; null for the service's default. The reference backend's default is 120 s, its maximum an hour.
    /// The client waits for the command at least as long: if the server promises no heartbeats, <see cref="FlapjackClientOptions.ResponseTimeout"/>
    /// and <see cref="FlapjackClientOptions.StreamIdleTimeout"/> are at least this time and two minutes for this command. If the timeout is null,
    /// those two options hold as they are, so set it for a command that may be silent for more than five minutes.
    /// </summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// Where the command runs, for example <c>/workspace/app</c>; null for the service's default.
    /// </summary>
    public string? WorkingDir { get; init; }

    /// <summary>
    /// Whether the client waits for a computer that can't run commands yet, as <see cref="FlapjackClient.WaitUntilComputerReadyAsync"/> does. The
    /// default is false: the command is refused with a <see cref="ComputerNotReadyException"/>. The command is sent first, and again after each
    /// wait, until <see cref="FlapjackClientOptions.ReadyTimeout"/> has passed since the first refusal. So the option costs nothing if the computer
    /// is ready. If the bootstrap failed, the call throws a <see cref="ComputerBootstrapFailedException"/>. The option is never sent to the service.
    /// </summary>
    public bool WaitForReady { get; init; }

    /// <summary>
    /// A key of yours for this run of the command, such as the id of your job. If any process sends the same command under the same key again, it
    /// attaches to the existing run and never starts another. 1 to 255 visible ASCII characters, and spaces between them; null, the default,
    /// for a new key each time. Because a server that knows no keys would run the command twice, a key of yours needs a server that has announced
    /// the addition <c>idempotent-exec</c>; otherwise the call fails with a <see cref="FlapjackNotAnnouncedException"/> before anything is sent.
    /// The reference backend remembers a key for 24 h after the command's end, and refuses another command under it.
    /// </summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>
    /// How long the command goes on when nobody reads its events any more, so that a process that restarts can come back to it with
    /// <see cref="FlapjackClient.AttachComputerExecAsync(string, string, string?, CancellationToken)"/>. If it is set, a cancellation, or leaving the loop, does not stop the command either;
    /// <see cref="FlapjackClient.StopComputerExecAsync"/> does. It is sent in whole seconds, rounded up; zero or more, and at most an hour on the
    /// reference backend. The server must have announced the addition <c>detach</c>, which the documented service does not know. If it is null, the
    /// default, a caller who leaves stops the command; after a broken connection the command goes on for half a minute, or for as long as the
    /// client's own retries take.
    /// </summary>
    public TimeSpan? DetachTimeout { get; init; }

    /// <summary>
    /// Whether the events of output are lent to you instead of made for you, so that reading much output takes no memory. The default is false. If it
    /// is true, the same <see cref="ExecStdoutEvent"/> and the same <see cref="ExecStderrEvent"/> come again and again: the event and its
    /// <see cref="ExecOutputEvent.Bytes"/> are valid until the next <c>MoveNextAsync</c>, which is the next turn of an <c>await foreach</c>. Use the
    /// bytes at once, or keep a copy: of the bytes (<c>Bytes.ToArray()</c>), of the text (<c>Chunk</c>) or of the event (<c>item with { }</c>). Do
    /// not hand the events on to code that keeps them, such as a list. All other events are new objects.
    /// <c>RunComputerAsync</c> without a callback ignores the option, because its result holds all of the output. It is never sent to the service.
    /// </summary>
    public bool LendsOutput { get; init; }
}
