namespace Flapjack.ReferenceBackend.Tests.Computers;

/// <summary>An empty folder, gone after the test.</summary>
internal sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("flapjack-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
