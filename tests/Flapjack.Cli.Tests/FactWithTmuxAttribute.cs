namespace Flapjack.Cli.Tests;

/// <summary>A fact about a terminal: skipped, with the reason, where there is no tmux.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactWithTmuxAttribute : FactAttribute
{
    public FactWithTmuxAttribute()
    {
        if (!(Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "tmux"))))
        {
            Skip = "This machine has no tmux.";
        }
    }
}
