namespace Flapjack.ReferenceBackend.Tests.Computers.Templates;

/// <summary>A fact about Rust as rustup installs it: skipped, with the reason, where it did not.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactWithRustupAttribute : FactAttribute
{
    public FactWithRustupAttribute()
    {
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        Skip = File.Exists($"{home}/.cargo/bin/rustup") && File.Exists($"{home}/.rustup/settings.toml") ? null : "Rust was not installed here by rustup, in its default folders.";
    }
}
