using System.Globalization;

namespace AgentComputer.ReferenceBackend.Resources.Processes;

/// <summary>How the signals of Linux are called in the status of a process.</summary>
internal static class SignalTexts
{
    private static readonly string[] Texts =
    [
        "hangup", "interrupt", "quit", "illegal instruction", "trace/breakpoint trap", "aborted", "bus error", "floating point exception",
        "killed", "user defined signal 1", "segmentation fault", "user defined signal 2", "broken pipe", "alarm clock", "terminated",
    ];

    public static string Of(int signal) => signal >= 1 && signal <= Texts.Length ? Texts[signal - 1] : string.Create(CultureInfo.InvariantCulture, $"signal {signal}");
}
