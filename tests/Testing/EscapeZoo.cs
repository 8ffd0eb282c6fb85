namespace Testing;

/// <summary>Commands whose processes try to outlive them. Each process that counts is a <c>sleep TAG</c>, where the tag is the test's own.</summary>
internal static class EscapeZoo
{
    private static readonly Dictionary<string, string> Members = new(StringComparer.Ordinal)
    {
        ["setsid"] = "setsid sleep TAG &",
        ["nohup"] = "nohup sleep TAG >/dev/null 2>&1 &",
        ["double fork"] = "( (sleep TAG &) &)",
        ["env -i setsid"] = "env -i setsid sleep TAG &",
        ["daemon"] = "(cd / && env -i setsid sh -c 'sleep TAG & exit' <&- >&- 2>&- &)",
        ["fork storm"] = "(for i in $(seq 200); do setsid sleep TAG & done; wait) &",
        ["trap on TERM"] = "bash -c 'trap : TERM; while :; do sleep TAG; done' &",
        ["holds the pipe"] = "(trap '' TERM HUP; exec setsid sleep TAG) &",
        ["ignores all but KILL"] = "(trap '' HUP INT QUIT USR1 USR2 PIPE ALRM TERM TSTP TTIN TTOU VTALRM PROF IO PWR; exec setsid sleep TAG) &",
        ["stopped"] = "setsid bash -c 'sleep TAG & kill -STOP $$; wait' &",
    };

    /// <summary>Each member, with control groups and without.</summary>
    public static TheoryData<string, bool> All
    {
        get
        {
            var all = new TheoryData<string, bool>();
            foreach (var member in Members.Keys)
            {
                all.Add(member, true);
                all.Add(member, false);
            }

            return all;
        }
    }

    /// <summary>An argument of sleep that no other process has.</summary>
    public static string NewTag() => $"100000.{Random.Shared.NextInt64(1_000_000_000_000):D12}";

    /// <summary>Lets the member loose; the command that this is the beginning of goes on at once.</summary>
    public static string Free(string member, string tag) => Members[member].Replace("TAG", tag, StringComparison.Ordinal);

    /// <summary>The process ids of the <c>sleep</c>s with the tag, and of the shells that were given it, read past the backend.</summary>
    public static int[] Alive(string tag) => [.. Directory.EnumerateDirectories("/proc")
        .Select(folder => int.TryParse(Path.GetFileName(folder), out var id) ? id : 0)
        .Where(id => id > 0 && CommandLineOf(id).Contains(tag, StringComparison.Ordinal) && HostProcesses.IsAlive(id))];

    public static Task IsFreeAsync(string tag) => Eventually.HoldsAsync(
        () => Alive(tag).Any(id => CommandLineOf(id).StartsWith("sleep\0", StringComparison.Ordinal)), "the member of the zoo is let loose");

    private static string CommandLineOf(int processId)
    {
        try
        {
            return File.ReadAllText($"/proc/{processId}/cmdline");
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
