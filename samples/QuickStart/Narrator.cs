using Flapjack.Sdk;

namespace QuickStart;

/// <summary>Tells the story on the console, in colour when the console is a terminal.</summary>
internal sealed class Narrator
{
    private readonly bool _colours = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("NO_COLOR") is null;

    public void Heading(string text) => Line(ConsoleColor.Cyan, $"\n== {text} ==");

    public void Say(string text) => Line(null, text);

    public static void Fail(string text) => Console.Error.WriteLine(text);

    public void Output(string text) => Write(ConsoleColor.Gray, text);

    public void Show(BootstrapEvent item)
    {
        switch (item)
        {
            case BootstrapLogEvent log:
                Output(log.Chunk);
                break;
            case BootstrapStatusEvent status:
                Line(ConsoleColor.DarkCyan, $"[{status.Status}]");
                break;
            case BootstrapDoneEvent done:
                Line(done.ExitCode is 0 or null ? ConsoleColor.Green : ConsoleColor.Red, $"[done, exit code {done.ExitCode}]");
                break;
        }
    }

    public void Show(ComputerStatus status)
    {
        var disk = status.Signals.Disk;
        Say($"Computer {status.Computer?.Id} is {status.Computer?.Status}; "
            + $"disk: {(disk is null ? "unknown" : $"{disk.Used:N0} of {disk.Total:N0} bytes")}; "
            + $"dev server: {(status.Signals.DevServer is { } server ? $"port {server.Port}" : "none")}.");
    }

    public void Show(ComputerExecEvent item)
    {
        switch (item)
        {
            case ExecStartedEvent started:
                Line(ConsoleColor.DarkCyan, $"[{started.ExecId} started]");
                break;
            case ExecStdoutEvent output:
                Output(output.Chunk);
                break;
            case ExecStderrEvent output:
                Write(ConsoleColor.Yellow, output.Chunk);
                break;
            case ExecExitEvent exit:
                Line(exit.Ok ? ConsoleColor.Green : ConsoleColor.Red, $"[exit code {exit.ExitCode} after {exit.DurationMs} ms]");
                break;
            case ExecErrorEvent error:
                Line(ConsoleColor.Red, $"[{error.Code}: {error.Detail}]");
                break;
        }
    }

    public void Show(ReceivedWebhook webhook) => Line(
        webhook.IsGenuine ? ConsoleColor.Green : ConsoleColor.Red,
        $"{webhook.Event}: the signature is {(webhook.IsGenuine ? "genuine" : "FORGED")}\n{webhook.Body}");

    private void Line(ConsoleColor? colour, string text) => Write(colour, text + Environment.NewLine);

    private void Write(ConsoleColor? colour, string text)
    {
        if (_colours && colour is { } foreground)
        {
            Console.ForegroundColor = foreground;
        }

        Console.Write(text);
        if (_colours)
        {
            Console.ResetColor();
        }
    }
}
