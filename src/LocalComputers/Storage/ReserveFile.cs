using System.Security.Cryptography;

namespace LocalComputers.Storage;

/// <summary>Room on the disk that is given up when the disk is full, so that a change that makes room can be stored.</summary>
internal sealed class ReserveFile(string path)
{
    private const int Size = 1024 * 1024;

    /// <summary>Takes the room again, if it was given up and the disk has enough room.</summary>
    public void Keep()
    {
        if (File.Exists(path))
        {
            return;
        }

        try
        {
            using var file = new FileStream(
                path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
            // The bytes are random, because a file system that compresses would keep no room for zeros.
            file.Write(RandomNumberGenerator.GetBytes(Size));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Release();
        }
    }

    /// <summary>Gives the room up; false if there was none to give up.</summary>
    public bool Release()
    {
        try
        {
            var isThere = File.Exists(path);
            File.Delete(path);
            return isThere;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
