namespace Testing.Engine;

/// <summary>A fact about a disk of its own: skipped where this user may not mount one.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactWithMountAttribute : FactAttribute
{
    public FactWithMountAttribute()
    {
        var folder = Directory.CreateTempSubdirectory("flapjack-mount-");
        using (var mount = Mount.TryTmpfs(folder.FullName, "64k"))
        {
            if (mount is null)
            {
                Skip = "This user may not mount a file system, which could be filled.";
            }
        }

        folder.Delete();
    }
}
