namespace Testing;

/// <summary>A fact about certificates: skipped where the machine has no ssh-keygen.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactWithSshKeygenAttribute : FactAttribute
{
    public FactWithSshKeygenAttribute()
    {
        if (!(Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "ssh-keygen"))))
        {
            Skip = "This machine has no ssh-keygen.";
        }
    }
}
