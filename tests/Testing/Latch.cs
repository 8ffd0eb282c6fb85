namespace Testing;

/// <summary>A door at which a command waits until its test opens the door.</summary>
public sealed class Latch
{
    private readonly string _path;

    internal Latch(TempFolder folder) => _path = folder[Guid.NewGuid().ToString("N")];

    /// <summary>Shell code that waits until the latch is open.</summary>
    public string Wait => $"until [ -e '{_path}' ]; do sleep 0.01; done";

    /// <summary>Shell code that opens the latch from the inside.</summary>
    public string OpenCommand => $": > '{_path}'";

    public bool IsOpen => File.Exists(_path);

    public void Open() => File.WriteAllText(_path, "");

    /// <summary>Waits until the command has opened the latch.</summary>
    public Task OpenedAsync() => Eventually.HoldsAsync(() => IsOpen, "the command opens the latch", Limit.Time);
}
