using System.Runtime.InteropServices;
using System.Text;

namespace LocalComputers.Processes;

/// <summary>A <c>char*[]</c> of UTF-8 strings ended by NULL, as argv and envp are, in one block of native memory.</summary>
internal sealed unsafe class NativeStrings : IDisposable
{
    private byte** _pointers;

    public NativeStrings(IReadOnlyCollection<string> strings)
    {
        var pointerBytes = (strings.Count + 1) * sizeof(byte*);
        var textBytes = strings.Sum(text => Encoding.UTF8.GetByteCount(text) + 1);

        _pointers = (byte**)NativeMemory.Alloc((nuint)(pointerBytes + textBytes));
        var position = (byte*)_pointers + pointerBytes;
        var end = position + textBytes;
        var index = 0;
        foreach (var text in strings)
        {
            _pointers[index++] = position;
            position += Encoding.UTF8.GetBytes(text, new Span<byte>(position, (int)(end - position)));
            *position++ = 0;
        }

        _pointers[index] = null;
    }

    public byte** Pointers => _pointers;

    public void Dispose()
    {
        NativeMemory.Free(_pointers);
        _pointers = null;
    }
}
