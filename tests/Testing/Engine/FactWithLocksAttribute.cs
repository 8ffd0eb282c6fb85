using System.Diagnostics;

namespace Testing.Engine;

/// <summary>A fact about files that root has locked (<c>chattr +i</c>): skipped where this user or this file system can't do that.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactWithLocksAttribute : FactAttribute
{
    public FactWithLocksAttribute()
    {
        var folder = Directory.CreateTempSubdirectory("flapjack-lock-");
        using (var trial = Process.Start("/bin/sh", ["-c", "touch \"$1/f\" && chattr +i \"$1/f\" 2>/dev/null && chattr -i \"$1/f\"", "sh", folder.FullName]))
        {
            trial.WaitForExit();
            if (trial.ExitCode != 0)
            {
                Skip = "This user, or the file system of the temporary folder, can't lock files with chattr.";
            }
        }

        folder.Delete(recursive: true);
    }
}
