using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Testing.Backend;

/// <summary>A fact about real isolation: skipped, with the reason, where bubblewrap is missing or may not do its work, or a further tool is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactWithBubblewrapAttribute : FactAttribute
{
    private static readonly Lazy<string?> Problem = new(Try);

    public FactWithBubblewrapAttribute(params string[] tools)
    {
        Skip = WhyNot ?? (tools.FirstOrDefault(tool => HostTools.FolderOf(tool) is null) is { } missing
            ? $"This machine has no {missing} that runs outside its user's settings."
            : null);
    }

    /// <summary>Whether the fact is about a server too, which not every machine has a program for.</summary>
    public bool NeedsServer
    {
        get => field;
        set
        {
            field = value;
            Skip ??= value ? new FactWithServerAttribute().Skip : null;
        }
    }

    /// <summary>Whether the fact is about system calls that only x64 has.</summary>
    public bool NeedsX64
    {
        get => field;
        set
        {
            field = value;
            Skip ??= value && RuntimeInformation.ProcessArchitecture != Architecture.X64 ? "This machine's processor is not x64." : null;
        }
    }

    /// <summary>Why there can be no isolation on this machine; null when there can.</summary>
    public static string? WhyNot => Problem.Value;

    // xunit discovers tests synchronously, so this method is synchronous.
    private static string? Try()
    {
        string[] arguments =
        [
            "--unshare-pid", "--unshare-ipc", "--unshare-uts", "--unshare-net", "--ro-bind", "/", "/", "--proc", "/proc", "--dev", "/dev",
            "--", "/usr/bin/env", "--default-signal=TERM", "true",
        ];
        try
        {
            using var bubblewrap = Process.Start(new ProcessStartInfo("bwrap", arguments) { RedirectStandardError = true })!;
            var error = bubblewrap.StandardError.ReadToEnd();
            bubblewrap.WaitForExit();
            return bubblewrap.ExitCode == 0 ? null : $"bubblewrap does not work here: {error.Trim()}";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "This machine has no bubblewrap (bwrap).";
        }
    }
}
