using System.Text.Json;

namespace LocalComputers.Journals;

/// <summary>Writes the properties of a frame's JSON object.</summary>
internal delegate void FrameData<in TState>(Utf8JsonWriter json, TState state) where TState : allows ref struct;
